package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides which words in a tree of names are constants, and which are ids that happen to be made of letters. */
final class Settling {
    /** So many words may stand beside each other without being looked at as ids. */
    private static final int FEW = 2;

    private static final int ALIKE_MIN = 5;
    private static final double ALIKE_SHARE = 0.6;
    private static final int SOME = 30;
    private static final int CONSTANTS_MAX = 200;
    private static final double GENERIC_SHARE = 0.05;
    private static final double HEX_DIGITS_SHARE = 0.3;

    private Settling() {}

    static void settle(Branch node) {
        Map<String, List<Branch>> groups = new TreeMap<>();
        for (Branch child : node.children()) {
            groups.computeIfAbsent(child.separator(), none -> new ArrayList<>()).add(child);
        }
        groups.values().forEach(group -> settle(node, group));
        node.children().forEach(Settling::settle);
    }

    private static void settle(Branch node, List<Branch> group) {
        List<Branch> ids = ids(group);
        List<Branch> variables = new ArrayList<>(group);
        variables.removeIf(Branch::isWord);
        if (!ids.isEmpty()) {
            variables.add(node.join(ids));
        }
        join(node, variables, Branch::isNumber);
        join(node, variables, Branch::isGeneric);
        joinHex(node, variables);
        joinGeneric(node, variables);
    }

    /** The words among them that are ids: many of them, each of few names, or alike in what follows. */
    private static List<Branch> ids(List<Branch> group) {
        List<Branch> words = group.stream().filter(Branch::isWord).toList();
        if (words.size() <= FEW) {
            return List.of();
        }
        long names = group.stream().mapToLong(Branch::names).sum();
        long enough = enough(words, names);
        String shared = sharedLabel(words);
        List<Branch> ids = words.stream()
                .filter(word -> word.names() < enough
                        || (!shared.isEmpty() && word.constantLabels().contains(shared)))
                .toList();
        return ids.size() > FEW ? ids : List.of();
    }

    /** How many names a constant has at least. */
    private static long enough(List<Branch> words, long names) {
        long enough = words.size() <= SOME ? FEW + 1 : Math.max(10, names / 500);
        long constants = words.stream().filter(word -> word.names() >= enough).count();
        return constants <= CONSTANTS_MAX ? enough : Math.max(enough, names / 50);
    }

    /** A constant that follows most of them, as in {@code alice:cart} and {@code bob:cart}; empty where none does. */
    private static String sharedLabel(List<Branch> words) {
        if (words.size() < ALIKE_MIN) {
            return "";
        }
        Map<String, Integer> followed = new HashMap<>();
        words.forEach(word -> word.constantLabels().forEach(label -> followed.merge(label, 1, Integer::sum)));
        return followed.entrySet().stream()
                .filter(entry -> entry.getValue() >= words.size() * ALIKE_SHARE)
                .map(Map.Entry::getKey)
                .min(String::compareTo)
                .orElse("");
    }

    private static void join(Branch node, List<Branch> variables, Predicate<Branch> kind) {
        List<Branch> some = variables.stream().filter(kind).toList();
        if (some.size() > 1) {
            variables.removeAll(some);
            variables.add(node.join(some));
        }
    }

    /** Some hexadecimal ids have digits only. */
    private static void joinHex(Branch node, List<Branch> variables) {
        Branch hex = first(variables, branch -> branch.is(TokenType.HEX));
        Branch numbers = first(variables, Branch::isNumber);
        if (hex != null && numbers != null && numbers.names() < hex.names() * HEX_DIGITS_SHARE && hex.isLike(numbers)) {
            join(node, variables, branch -> branch == hex || branch == numbers);
        }
    }

    /** Where many ids are of any form, those of a narrow form are the same kind of id. */
    private static void joinGeneric(Branch node, List<Branch> variables) {
        Branch generic = first(variables, Branch::isGeneric);
        if (generic == null) {
            return;
        }
        List<Branch> same = variables.stream()
                .filter(branch -> branch == generic || isSame(generic, branch))
                .toList();
        if (same.size() > 1) {
            node.join(same);
        }
    }

    private static boolean isSame(Branch generic, Branch narrow) {
        boolean phones = generic.mayBe(TokenType.PHONE) && narrow.isNumber();
        return narrow.isLike(generic)
                && (phones || generic.names() >= GENERIC_SHARE * (generic.names() + narrow.names()));
    }

    private static @Nullable Branch first(List<Branch> variables, Predicate<Branch> wanted) {
        return variables.stream().filter(wanted).findFirst().orElse(null);
    }
}

package sluice.engine.mapping.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which of many patterns a key may match at all, by what they begin with: a walk along the first bytes of the key,
 * however many patterns there are. Immutable.
 */
public final class KeyIndex {
    private final Step root;

    public KeyIndex(List<KeyPattern> patterns) {
        List<byte[]> prefixes = patterns.stream().map(KeyPattern::prefix).toList();
        int[] all = new int[patterns.size()];
        Arrays.setAll(all, i -> i);
        root = new Step(prefixes, 0, all);
    }

    /** The patterns whose beginning the key has, in their order. Not to be changed. */
    public int[] candidates(byte[] key) {
        Step step = root;
        int depth = 0;
        while (depth < key.length) {
            Step next = step.next(key[depth]);
            if (next == null) {
                break;
            }
            step = next;
            depth++;
        }
        return step.candidates;
    }

    /** A beginning: the patterns that ask for no more than it, and the beginnings that are one byte longer. */
    private static final class Step {
        private final int[] candidates;
        private final byte[] bytes;
        private final Step[] steps;

        Step(List<byte[]> prefixes, int depth, int[] reached) {
            candidates = Arrays.stream(reached)
                    .filter(i -> prefixes.get(i).length <= depth)
                    .toArray();
            List<Byte> nexts = new ArrayList<>();
            for (int i : reached) {
                byte[] prefix = prefixes.get(i);
                if (prefix.length > depth && !nexts.contains(prefix[depth])) {
                    nexts.add(prefix[depth]);
                }
            }
            bytes = new byte[nexts.size()];
            steps = new Step[nexts.size()];
            for (int n = 0; n < bytes.length; n++) {
                byte next = nexts.get(n);
                bytes[n] = next;
                steps[n] = new Step(
                        prefixes,
                        depth + 1,
                        Arrays.stream(reached)
                                .filter(i -> prefixes.get(i).length <= depth || prefixes.get(i)[depth] == next)
                                .toArray());
            }
        }

        @Nullable
        Step next(byte b) {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == b) {
                    return steps[i];
                }
            }
            return null;
        }
    }
}

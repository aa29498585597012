package sluice.engine.mapping;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.VerifyMode;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.engine.mapping.PlanFile.Options;
import sluice.engine.mapping.PlanFile.Otherwise;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.NodeReader;
import sluice.engine.mapping.yaml.Place;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;

/** Reads a plan from top to bottom; what is wrong is collected and told at once. */
final class PlanReader {
    private static final Duration STABILISATION = Duration.ofDays(3);
    private static final int PERCENT = 100;

    private final String file;
    private final Problems problems;

    private PlanReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static PlanFile read(Path file) {
        return parse(file.toString(), NodeReader.text(file));
    }

    static PlanFile parse(String file, String text) {
        Problems problems = new Problems(file);
        Node root = NodeReader.read(file, text, problems);
        if (root != null && !(root instanceof Node.Entries)) {
            problems.add(root.place(), "the plan is " + root.what() + ": it has to be a mapping of names");
            problems.throwIfAny();
        }
        PlanFile plan = root == null ? null : new PlanReader(file, problems).plan(root);
        problems.throwIfAny();
        if (plan == null) {
            throw new IllegalStateException("no plan and no problem in " + file);
        }
        return plan;
    }

    private PlanFile plan(Node root) {
        Section plan = Section.of(root, "the plan", PlanKeys.PLAN, problems);
        List<Table> tables = new TableReader(problems).tables(plan.node("tables"));
        List<Keyspace> keyspaces = new KeyspaceReader(problems, tables).keyspaces(plan);
        String name = plan.text("name");
        String after = plan.text("retire-after");
        String otherwise = plan.word("otherwise", PlanKeys.OTHERWISE);
        return new PlanFile(
                name == null ? nameOf(file) : name,
                plan.text("source"),
                plan.text("sink"),
                options(plan),
                after == null ? STABILISATION : duration(after, plan.placeOf("retire-after")),
                gates(plan),
                otherwise == null ? Otherwise.NATIVE : PlanKeys.value(Otherwise.class, otherwise),
                tables,
                keyspaces);
    }

    private static String nameOf(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Options options(Section plan) {
        Node node = plan.node("options");
        if (node == null) {
            return Options.NONE;
        }
        Section options = Section.of(node, "options", PlanKeys.OPTIONS, problems);
        String verify = options.word("verify", PlanKeys.VERIFY);
        return new Options(
                count(options, "readers"),
                count(options, "batch-rows"),
                bytes(options),
                rate(options),
                options.text("match"),
                db(options),
                verify == null ? null : PlanKeys.value(VerifyMode.class, verify),
                options.truth("backup"));
    }

    private @Nullable Integer count(Section options, String name) {
        String text = options.text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0) {
            return Integer.valueOf(text);
        }
        problems.add(options.placeOf(name), "\"" + name + "\" is " + text + ": it is a number from 1");
        return null;
    }

    private @Nullable Long rate(Section options) {
        String text = options.text("rate");
        if (text == null || text.matches("[0-9]{1,18}")) {
            return text == null ? null : Long.valueOf(text);
        }
        problems.add(
                options.placeOf("rate"),
                "\"rate\" is " + text + ": it is a number of rows a second, or 0 for no limit");
        return null;
    }

    private @Nullable Long bytes(Section options) {
        String text = options.text("in-flight");
        Long bytes = text == null ? null : Amounts.bytes(text);
        if (text != null && bytes == null) {
            problems.add(
                    options.placeOf("in-flight"),
                    "\"in-flight\" is " + text + ": it is a number of bytes, as 8MiB or 8388608");
        }
        return bytes;
    }

    private @Nullable String db(Section options) {
        String text = options.text("db");
        if (text == null || text.equals("all") || text.matches("[0-9]{1,9}")) {
            return text;
        }
        problems.add(options.placeOf("db"), "\"db\" is " + text + ": it is the number of a database, or all");
        return null;
    }

    private Duration duration(String text, Place place) {
        Duration duration = Amounts.duration(text);
        if (duration == null) {
            problems.add(place, "\"retire-after\" is " + text + ": it is a number with a unit, as 72h, 3d, 90m or 30s");
        }
        return duration == null ? STABILISATION : duration;
    }

    private Gates gates(Section plan) {
        Node node = plan.node("gates");
        if (node == null) {
            return Gates.NONE;
        }
        List<Gates.Gate> gates = new ArrayList<>();
        Section section = Section.of(node, "gates", PlanKeys.GATES, problems);
        for (String name : PlanKeys.GATES) {
            String text = section.text(name);
            if (text != null) {
                gates.add(gate(PlanKeys.value(Gates.Subject.class, name), text, section.placeOf(name)));
            }
        }
        return new Gates(gates);
    }

    private Gates.Gate gate(Gates.Subject subject, String text, Place place) {
        boolean share = text.endsWith("%");
        String number = share ? text.substring(0, text.length() - 1).strip() : text;
        boolean right = number.matches(share ? "[0-9]{1,3}(\\.[0-9]{1,9})?" : "[0-9]{1,15}");
        double limit = right ? Double.parseDouble(number) / (share ? PERCENT : 1) : 0;
        if (!right || (share && limit > 1)) {
            problems.add(
                    place,
                    "the gate \"" + subject.word() + "\" is " + text
                            + ": it is a number, or a share of the rows read as 0.1%");
            return new Gates.Gate(subject, 0, share);
        }
        return new Gates.Gate(subject, limit, share);
    }
}

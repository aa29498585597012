package sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.rules.Repository.Source;

class ShapeTest {
    private static final Path SOME_PATH = Path.of("engine/core/src/main/java/sluice/engine/core/Some.java");

    @Test
    void everySourceHasTheShapeThatWasAgreed() {
        List<Source> sources = Repository.here().sources();

        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(sources.stream().flatMap(source -> Shape.findings(source).stream()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(Shape.unexplainedPackages(Repository.here().sources())).isEmpty();
    }

    @Test
    void findsAFileThatIsTooLong() {
        assertThat(findings("class Some {\n" + "\n".repeat(500) + "}\n"))
                .singleElement()
                .asString()
                .contains("lines");
    }

    @Test
    void findsAMethodThatIsTooLong() {
        String body = "        int a;\n".repeat(70);

        assertThat(findings("class Some {\n    void run() {\n" + body + "    }\n}\n"))
                .singleElement()
                .asString()
                .contains("a method of 72 lines: run");
    }

    @Test
    void findsALineThatIsTooLong() {
        assertThat(findings("// " + "x".repeat(118) + "\n"))
                .singleElement()
                .asString()
                .contains(":1 has 121 columns");
    }

    @Test
    void findsWhatMustNotBeWritten() {
        assertThat(findings("class Some { void run() { Thread" + ".sleep(1); } }"))
                .hasSize(1);
        assertThat(findings("import java.util." + "*;\nclass Some {}")).hasSize(1);
        assertThat(findings("// TO" + "DO later\nclass Some {}")).hasSize(1);
        assertThat(findings("import org.mock" + "ito.Mock;\nclass Some {}")).hasSize(1);
        assertThat(findings("class Some { void run(Exception e) { e.print" + "StackTrace(); } }"))
                .hasSize(1);
    }

    @Test
    void findsNamesThatSayNothing() {
        for (String name : List.of("AbstractSink", "BaseSource", "SinkImpl", "RunManager", "SqlHelper", "ByteUtils")) {
            assertThat(Shape.findings(new Source(Path.of("sluice", name + ".java"), "class Some {}")))
                    .as(name)
                    .hasSize(1);
        }
        assertThat(Shape.findings(new Source(Path.of("sluice/util/Some.java"), "class Some {}")))
                .hasSize(1);
    }

    @Test
    void findsAPackageThatIsNotExplained() {
        Source test = new Source(Path.of("engine/core/src/test/java/sluice/engine/core/SomeTest.java"), "");
        Source explanation = new Source(
                Path.of("engine/core/src/main/java/sluice/engine/core/package-info.java"), "@NullMarked package x;");

        assertThat(Shape.unexplainedPackages(List.of(new Source(SOME_PATH, ""), test)))
                .hasSize(1);
        assertThat(Shape.unexplainedPackages(List.of(new Source(SOME_PATH, ""), test, explanation)))
                .isEmpty();
    }

    private static List<String> findings(String text) {
        return Shape.findings(new Source(SOME_PATH, text));
    }
}

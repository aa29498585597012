package sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.rules.Repository.Source;

/**
 * Every source is formatted by palantir-java-format. A test, and not a Maven plugin: the formatter must run on a JDK
 * that can parse the sources, and that is the toolchain's, not the one that Maven happens to run on.
 */
class FormatTest {
    private static final String HINT = "format with: mvn verify -pl engine/cli -am -Dtest=FormatTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dformat=apply";

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everySourceIsFormatted() throws Exception {
        Repository repository = Repository.here();
        boolean apply = System.getProperty("format", "check").equals("apply");
        List<String> unformatted = new ArrayList<>();

        for (Source source : repository.sources()) {
            String formatted = format(source);
            if (!formatted.equals(source.text())) {
                unformatted.add(source.path().toString());
                apply(apply, repository, source, formatted);
            }
        }

        assertThat(apply ? List.of() : unformatted).as(HINT).isEmpty();
    }

    @Test
    void findsASourceThatIsNotFormatted() throws Exception {
        Source source = new Source(
                Repository.here().root().resolve("A.java"), "import java.util.List;\nclass  A { int a;\n int b; }\n");

        assertThat(format(source)).isNotEqualTo(source.text()).startsWith("class A {");
    }

    private String format(Source source) throws FormatterException {
        return formatter.formatSourceAndFixImports(source.text());
    }

    private static void apply(boolean apply, Repository repository, Source source, String formatted)
            throws IOException {
        if (apply) {
            Files.writeString(repository.root().resolve(source.path()), formatted);
        }
    }
}

package sluice.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sluice.rules.Repository.Source;

/** What a source must look like. Every method gives its findings, one line each. */
final class Shape {
    static final int FILE_LINES_MAX = 500;
    static final int METHOD_LINES_MAX = 70;
    static final int COLUMNS_MAX = 120;

    private static final Pattern FORBIDDEN_FILE =
            Pattern.compile("(Abstract|Base)[A-Z].*\\.java|.*(Impl|Manager|Helper|Util|Utils)\\.java");
    private static final Pattern FORBIDDEN_FOLDER = Pattern.compile("(.*/)?(util|utils|common|misc)(/.*)?");

    /** What must not be written, and why. The patterns are spelled so that they do not find themselves. */
    private static final Map<Pattern, String> FORBIDDEN_TEXT = Map.of(
            Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b"), "sleeps; await a condition instead",
            Pattern.compile("(?m)^import .*\\.\\*;"), "imports everything of a package",
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b"), "leaves something to be done",
            Pattern.compile("\\bmock" + "ito\\b"), "mocks; write a small fake instead",
            Pattern.compile("\\bprint" + "StackTrace\\(\\)"), "prints a stack trace");

    private Shape() {}

    static List<String> findings(Source source) {
        List<String> findings = new ArrayList<>();
        List<String> lines = source.text().lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            findings.add(source.path() + " has " + lines.size() + " lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > COLUMNS_MAX) {
                findings.add(
                        source.path() + ":" + (i + 1) + " has " + lines.get(i).length() + " columns");
            }
        }
        findings.addAll(nameFindings(source));
        FORBIDDEN_TEXT.forEach((pattern, why) -> {
            if (pattern.matcher(source.text()).find()) {
                findings.add(source.path() + " " + why);
            }
        });
        Methods.in(source).stream()
                .filter(method -> method.lines() > METHOD_LINES_MAX)
                .forEach(method -> findings.add(
                        source.path() + " has a method of " + method.lines() + " lines: " + method.name()));
        return findings;
    }

    private static List<String> nameFindings(Source source) {
        List<String> findings = new ArrayList<>();
        if (FORBIDDEN_FILE.matcher(source.fileName()).matches()) {
            findings.add(source.path() + " has a name that says nothing");
        }
        if (FORBIDDEN_FOLDER
                .matcher(source.folder().toString().replace('\\', '/'))
                .matches()) {
            findings.add(source.path() + " lies in a package that says nothing");
        }
        return findings;
    }

    /** Packages of which neither the main nor the test sources of the module say what they are for. */
    static List<String> unexplainedPackages(List<Source> sources) {
        List<String> explained = sources.stream()
                .filter(source -> source.fileName().equals("package-info.java"))
                .filter(source -> source.text().contains("@NullMarked"))
                .map(Shape::packageOf)
                .toList();
        return sources.stream()
                .filter(source -> !isProgram(source))
                .map(Shape::packageOf)
                .distinct()
                .filter(name -> !explained.contains(name))
                .map(name -> name + " has no package-info.java with @NullMarked")
                .toList();
    }

    /** A program that an example runs from its source is in no package. */
    private static boolean isProgram(Source source) {
        return source.path().startsWith("examples");
    }

    /** Module and package: the same for main and test sources. */
    private static String packageOf(Source source) {
        return source.folder().toString().replace('\\', '/').replaceFirst("src/(main|test)/java/", "");
    }
}

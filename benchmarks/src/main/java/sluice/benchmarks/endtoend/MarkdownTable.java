package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that reads well as it is and as Markdown: the first column to the left, the figures to the right. */
final class MarkdownTable {
    private final List<List<String>> lines = new ArrayList<>();

    MarkdownTable(String... heads) {
        lines.add(List.of(heads));
    }

    void add(List<String> cells) {
        if (cells.size() != lines.getFirst().size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + lines.getFirst());
        }
        lines.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        List<List<String>> shown = withoutEmptyColumns();
        int columns = shown.getFirst().size();
        List<Integer> widths = IntStream.range(0, columns)
                .mapToObj(column -> shown.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) {
            text.append(line(shown.get(i), widths));
            if (i == 0) {
                text.append(IntStream.range(0, columns)
                        .mapToObj(column -> column == 0
                                ? "-".repeat(widths.get(column) + 2)
                                : "-".repeat(widths.get(column) + 1) + ":")
                        .collect(Collectors.joining("|", "|", "|\n")));
            }
        }
        return text.toString();
    }

    /** A column of which only the head is written says nothing. */
    private List<List<String>> withoutEmptyColumns() {
        List<Integer> kept = IntStream.range(0, lines.getFirst().size())
                .filter(column -> lines.stream()
                        .skip(1)
                        .anyMatch(line -> !line.get(column).isEmpty()))
                .boxed()
                .toList();
        return lines.stream().map(line -> kept.stream().map(line::get).toList()).toList();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    String padding =
                            " ".repeat(widths.get(column) - cells.get(column).length());
                    return column == 0
                            ? " " + cells.get(column) + padding + " "
                            : " " + padding + cells.get(column) + " ";
                })
                .collect(Collectors.joining("|", "|", "|\n"));
    }
}

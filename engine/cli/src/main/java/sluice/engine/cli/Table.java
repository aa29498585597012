package sluice.engine.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned: the first column to the left, all others to the right, the last to the left on demand. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean lastIsText;

    /** {@code lastIsText} when the last column holds words, not numbers. */
    Table(boolean lastIsText) {
        this.lastIsText = lastIsText;
    }

    Table add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** One line for each row, indented. */
    String text(String indent) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : "  ").append(padded(row.get(column), column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String padded(String cell, int column) {
        String padding = " ".repeat(width(column) - cell.length());
        boolean left = column == 0 || (lastIsText && column == rows.get(0).size() - 1);
        return left ? cell + padding : padding + cell;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}

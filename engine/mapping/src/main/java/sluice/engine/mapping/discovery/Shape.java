package sluice.engine.mapping.discovery;

import java.util.List;

/** Names that differ only in what is surely no constant. Mutable; belongs to one thread. */
final class Shape {
    private final List<Token> tokens;
    private final boolean[] varied;
    private long count;

    Shape(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
        this.varied = new boolean[tokens.size()];
    }

    void add(List<Token> same) {
        count++;
        for (int i = 0; i < varied.length; i++) {
            varied[i] |= !tokens.get(i).text().equals(same.get(i).text());
        }
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Whether the token at this place was seen with more than one text. */
    boolean varies(int place) {
        return varied[place];
    }

    long count() {
        return count;
    }
}

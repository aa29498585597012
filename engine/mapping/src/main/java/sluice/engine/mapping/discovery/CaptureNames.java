package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;

/** Gives captures names that speak: by what they look like, and the second id by the word before it. */
final class CaptureNames {
    private CaptureNames() {}

    static List<String> of(NamePattern pattern) {
        Identifiers names = new Identifiers();
        List<String> given = new ArrayList<>();
        String word = "";
        for (Piece piece : pattern.pieces()) {
            if (!piece.isVariable()) {
                word = piece.constant().isEmpty() ? word : piece.constant();
                continue;
            }
            String plain = piece.captureName();
            given.add(names.unused(
                    names.has(plain) && !word.isEmpty() ? Identifiers.singular(word) + "_" + plain : plain));
        }
        return given;
    }
}

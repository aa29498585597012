package sluice.engine.mapping.json;

/** Walks along the elements of an array in a document that was checked before. Belongs to one thread. */
public final class JsonElements {
    private final JsonScan scan;
    private final byte[] document;
    private int at;

    /** The array begins at {@code from}. */
    public JsonElements(JsonScan scan, byte[] document, int from) {
        this.scan = scan;
        this.document = document;
        this.at = from + 1;
    }

    /** Whether there is another element; then what the tree asks of it is in {@code found}, as after a scan. */
    public boolean next(PathTree tree, int[] found) {
        skipTo();
        if (document[at] == ']') {
            return false;
        }
        at = scan.part(document, at, document.length, tree, found);
        return true;
    }

    private void skipTo() {
        while (document[at] == ' '
                || document[at] == '\n'
                || document[at] == '\r'
                || document[at] == '\t'
                || document[at] == ',') {
            at++;
        }
    }
}

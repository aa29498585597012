package sluice.engine.mapping;

/** How sources are called when something is wrong with them. */
final class SourceNames {
    private SourceNames() {}

    static String missing(From from) {
        return switch (from) {
            case From.Capture(String name) -> "the capture {" + name + "} is empty";
            case From.Path(var path) -> "there is no $" + path;
            case From.Relative(var path) -> "there is no @" + path;
            case From.Field(String name) -> "there is no field " + name;
            default -> "there is no " + word(from);
        };
    }

    static String isNull(From from) {
        return from instanceof From.Expiry
                ? "the key has no expiry, and the column may not be null"
                : word(from) + " is null, and the column may not be";
    }

    /** As it is written in a plan. */
    static String word(From from) {
        return switch (from) {
            case From.Capture(String name) -> "{" + name + "}";
            case From.Path(var path) -> "$" + path;
            case From.Relative(var path) -> "@" + path;
            case From.Field(String name) -> "field." + name;
            case From.KeyName() -> "key";
            case From.Db() -> "db";
            case From.TypeWord() -> "type";
            case From.Whole() -> "value";
            case From.Element() -> "element";
            case From.FieldName() -> "name";
            case From.Position() -> "position";
            case From.Score() -> "score";
            case From.EntryId() -> "entry-id";
            case From.EntryMs() -> "entry-ms";
            case From.Expiry() -> "expiry";
        };
    }
}

package sluice.engine.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sluice.protocol.SourceSettings;

/** Reads which logical database is meant: a number, or all of them. */
final class Database implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!text.equals(SourceSettings.ALL) && !text.matches("\\d{1,6}")) {
            throw new TypeConversionException("'" + text + "' is not a database; use a number from 0 on, or all");
        }
        return text.equals(SourceSettings.ALL) ? text : String.valueOf(Integer.parseInt(text));
    }
}

package sluice.adapters.rdb;

import java.util.Locale;
import sluice.protocol.Source;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/** Opens {@code rdb:PATH}, and bare paths that end in {@code .rdb}. */
public final class RdbSourceProvider implements SourceProvider {
    private static final String SCHEME = "rdb:";
    private static final String SUFFIX = ".rdb";

    @Override
    public boolean accepts(String uri) {
        return uri.startsWith(SCHEME)
                || (uri.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                        && !uri.contains("://")
                        && !uri.startsWith("sqlite:"));
    }

    /** A path holds no secrets. */
    @Override
    public String redact(String uri) {
        return SCHEME + path(uri);
    }

    @Override
    public Source open(SourceSettings settings) {
        return RdbSource.open(settings);
    }

    /** The path of an address; {@code rdb:///path} is understood too. */
    static String path(String uri) {
        String path = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : uri;
        return path.startsWith("///") ? path.substring(2) : path;
    }
}

package sluice.benchmarks.micro;

/** The flags that the launcher gives to the JVM, as far as they matter for speed. */
public final class Jvm {
    public static final String HEAP = "-Xmx256m";
    public static final String COLLECTOR = "-XX:+UseSerialGC";
    public static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private Jvm() {}
}

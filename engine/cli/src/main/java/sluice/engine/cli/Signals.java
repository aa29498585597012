package sluice.engine.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Hears the signals that ask a process to end. Not by a shutdown hook: that cannot tell them apart, runs beside the
 * hooks of the libraries that a clean stop still needs, and hears no second signal. By reflection, because {@code
 * sun.misc.Signal} is the only way there is and javac has no way to accept its warning. Where it is missing, signals
 * keep their default action.
 */
final class Signals {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** Gives the number of every signal to the handler, on a thread of its own. */
    static void handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            Object adapter = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, (proxy, method, arguments) -> {
                        handler.accept((int) number.invoke(arguments[0]));
                        return null;
                    });
            for (String name : NAMES) {
                handle(signal, signalHandler, name, adapter);
            }
        } catch (ReflectiveOperationException missing) {
            // This JDK has no such class: its default action is to end at once, and that loses nothing but time.
        }
    }

    private static void handle(Class<?> signal, Class<?> signalHandler, String name, Object adapter)
            throws ReflectiveOperationException {
        try {
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, signalHandler).invoke(null, named, adapter);
        } catch (InvocationTargetException unknown) {
            // This platform has no signal of that name, or the JVM keeps it for itself.
        }
    }
}

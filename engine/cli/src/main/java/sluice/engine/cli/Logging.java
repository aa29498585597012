package sluice.engine.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the logging up, found by ServiceLoader: warnings to stderr, and silence from libraries whose troubles the engine
 * tells in its own words. Code instead of an XML file, because parsing one costs a tenth of a second at every start.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String VERBOSE = "sluice.verbose";
    private static final List<String> CHATTY = List.of("akka", "io.netty", "io.lettuce", "kamon", "reactor");

    /** Logs more, if nothing has been logged yet. */
    static void beVerbose() {
        System.setProperty(VERBOSE, "true");
    }

    /** Once, before threads begin: whoever logs while another thread sets logging up makes it complain. */
    static void begin() {
        LoggerFactory.getILoggerFactory();
    }

    static boolean isVerbose() {
        return Boolean.getBoolean(VERBOSE);
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean verbose = isVerbose();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(verbose ? Level.INFO : Level.WARN);
        root.addAppender(appender(context));
        // The driver logs with a stack trace what its caller tells in a line.
        context.getLogger("org.sqlite").setLevel(verbose ? Level.INFO : Level.OFF);
        for (String name : CHATTY) {
            context.getLogger(name).setLevel(verbose ? Level.INFO : Level.ERROR);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}");
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}

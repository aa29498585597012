package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.json.Utf8;
import sluice.protocol.Key;
import sluice.protocol.Schema;

/** Fills one column of one record. Immutable. */
final class Filler {
    final int column;
    private final PlanFile.Column plan;
    private final Conversion conversion;
    private final SourceCompiler.Reader[] readers;
    private final @Nullable Object constant;
    private final @Nullable Object otherwise;
    private final boolean mayBeNull;
    private final LongAdder secondsSeen = new LongAdder();
    private volatile @Nullable Key secondsSeenIn;

    /** {@code needed} says that a record without it is none. */
    Filler(
            int column,
            PlanFile.Column plan,
            Schema.Type type,
            boolean needed,
            Timestamps stored,
            SourceCompiler sources) {
        this.column = column;
        this.plan = plan;
        this.conversion = new Conversion(type, stored, plan.as());
        List<SourceCompiler.Reader> all = new ArrayList<>();
        plan.from().forEach(from -> all.add(sources.reader(from)));
        this.readers = all.toArray(SourceCompiler.Reader[]::new);
        this.constant = plan.constant() == null ? null : Constants.cell(plan.constant(), type, stored);
        this.otherwise = plan.otherwise() == null ? null : Constants.cell(plan.otherwise(), type, stored);
        this.mayBeNull = !needed;
    }

    /** The cell, or a {@link Misfit} that names the column. */
    @Nullable
    Object cell(Reading reading) {
        if (constant != null) {
            return constant;
        }
        Found found = reading.source;
        boolean isNull = false;
        for (SourceCompiler.Reader reader : readers) {
            reader.read(reading, found);
            isNull |= found.form == Found.Form.NULL;
            if (found.form != Found.Form.MISSING && found.form != Found.Form.NULL && isNormalised(found)) {
                return converted(reading, found);
            }
        }
        if (otherwise != null) {
            return otherwise;
        }
        if (mayBeNull && (isNull || plan.optional())) {
            return null;
        }
        throw misfit(
                isNull
                        ? SourceNames.isNull(plan.from().getLast())
                        : SourceNames.missing(plan.from().getFirst()));
    }

    private Object converted(Reading reading, Found found) {
        try {
            Object cell = conversion.cell(found, reading.scan);
            if (found.looksLikeSeconds) {
                found.looksLikeSeconds = false;
                secondsSeen.increment();
                secondsSeenIn = reading.key;
            }
            return cell;
        } catch (Misfit misfit) {
            throw misfit(misfit.reason());
        }
    }

    /** What is to be doubted of the plan after what was seen; null where nothing is. */
    @Nullable
    String doubt() {
        Key example = secondsSeenIn;
        return example == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "column %s: %,d numbers are times of 1970 in milliseconds, and of 1990 to 2100 in seconds (key"
                                + " %s, for example): if they are seconds, say as: epoch-s",
                        plan.name(),
                        secondsSeen.sum(),
                        example);
    }

    private Misfit misfit(String why) {
        return new Misfit("column " + plan.name() + ": " + why);
    }

    /** Whether something is left after normalising; what is left is what was found then. */
    private boolean isNormalised(Found found) {
        if (plan.normalise().isEmpty()) {
            return true;
        }
        byte[] bytes = textOf(found);
        if (!Utf8.isText(bytes)) {
            throw misfit(found.shown() + " is no text (UTF-8 without NUL), and cannot be normalised");
        }
        String text = new String(bytes, UTF_8);
        for (Normalisation normalisation : plan.normalise()) {
            String normal = normalisation.apply(text);
            if (normal.isEmpty()
                    && (normalisation.leavesSomething() || plan.from().getFirst() instanceof From.Capture)) {
                if (otherwise != null || plan.optional() || readers.length > 1) {
                    return false;
                }
                throw misfit("nothing is left of " + found.shown() + " after " + normalisation.word());
            }
            text = normal;
        }
        found.bytes(text.getBytes(UTF_8));
        return true;
    }

    private byte[] textOf(Found found) {
        try {
            return found.text();
        } catch (Misfit misfit) {
            throw misfit(misfit.reason());
        }
    }
}

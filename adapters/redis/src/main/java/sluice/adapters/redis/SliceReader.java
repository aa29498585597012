package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;

/**
 * Reads a partition: its segments in turn, a page of names at a time. A cursor is where SCAN gave the page, so while a
 * page is not delivered to its end, batches carry its beginning; what is read twice after a crash leaves at the seal.
 * Belongs to one thread at a time.
 */
final class SliceReader implements PartitionReader {
    private static final int EMPTY_SCANS_MAX = 20;
    private static final int MATCHING_COUNT = 5_000;

    private final Partition partition;
    private final List<Segment> segments;
    private final Wire wire;
    private final KeyReader keyReader;
    private final Appetite appetite;
    private final SourceSettings settings;
    private final KeyFilter wanted;

    private final Deque<byte[]> names = new ArrayDeque<>();
    private final Deque<Row> rows = new ArrayDeque<>();
    private final Deque<BigKey> bigKeys = new ArrayDeque<>();
    private int segment;
    private @Nullable Listing listing;
    private @Nullable Ask prefetched;
    private Position pageStart;
    private int pageNames;
    private double pageBegan;
    private long gone;
    private long keysRead;
    private double progress;

    SliceReader(
            Partition partition,
            Cursor from,
            Wire wire,
            ServerFacts facts,
            SourceSettings settings,
            Limits limits,
            KeyFilter wanted) {
        this.partition = partition;
        this.segments = Segment.parseAll(partition.name());
        this.wire = wire;
        this.settings = settings;
        this.wanted = wanted;
        this.appetite = new Appetite(settings.batchRows(), settings.batchBytes(), limits.replyBytes());
        this.keyReader = new KeyReader(wire, facts, appetite, settings.batchRows());
        boolean ended = Position.isEnd(from);
        this.pageStart = ended ? new Position(segments.size(), 0) : Position.of(from, segments.size());
        this.segment = pageStart.segment();
    }

    @Override
    public Batch next() {
        try {
            return gather();
        } catch (MigrationException failure) {
            throw failure.within(where());
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException | NumberFormatException odd) {
            throw Faults.odd(where(), odd);
        }
    }

    private String where() {
        return String.format(
                Locale.ROOT, "cannot read %s of %s after %,d keys", partition.name(), wire.name(), keysRead);
    }

    private Batch gather() {
        List<Row> gathered = new ArrayList<>();
        long bytes = 0;
        while (gathered.size() < settings.batchRows() && bytes < settings.batchBytes()) {
            Row row = nextRow();
            if (row != null) {
                gathered.add(row);
                bytes += row.bytes();
                keysRead += row.part().closes() ? 1 : 0;
            } else if (!names.isEmpty()) {
                readNames();
            } else if (turnPage(gathered.isEmpty() && gone == 0)) {
                break;
            }
        }
        if (isPageDelivered()) {
            pageStart = here();
        }
        boolean last = pageStart.segment() >= segments.size();
        progress = Math.max(progress, last ? 1 : progressNow());
        long vanished = gone;
        gone = 0;
        Cursor next = last ? Position.endCursor() : pageStart.toCursor();
        return new Batch(partition.id(), gathered, next, bytes, 0, vanished, progress, last);
    }

    private @Nullable Row nextRow() {
        Row row = rows.poll();
        BigKey big = bigKeys.peek();
        if (row != null || big == null) {
            return row;
        }
        row = big.next(wire, appetite);
        if (row == null) {
            gone++;
        }
        if (row == null || big.isDone()) {
            bigKeys.remove();
        }
        return row != null ? row : nextRow();
    }

    /** Reads as many names of the page as one pipeline should hold; with the last of them travels the next SCAN. */
    private void readNames() {
        List<byte[]> some = new ArrayList<>();
        int most = appetite.keys();
        while (some.size() < most && !names.isEmpty()) {
            some.add(names.remove());
        }
        Ask along = null;
        if (names.isEmpty() && listing != null && !listing.hasEnded()) {
            along = listing.next();
        }
        KeyReader.Harvest harvest = keyReader.read(segments.get(segment).db(), some, along);
        prefetched = along;
        rows.addAll(harvest.rows);
        bigKeys.addAll(harvest.bigKeys);
        gone += harvest.gone;
    }

    /** The page is delivered: lists the next one if the batch has nothing yet. True when the batch should end here. */
    private boolean turnPage(boolean nothingYet) {
        pageStart = here();
        if (!nothingYet || pageStart.segment() >= segments.size()) {
            return true;
        }
        pageBegan = listing == null ? 0 : listing.done();
        int enough = Math.max(1, settings.batchRows() / 2);
        for (int scans = 0; scans < EMPTY_SCANS_MAX && names.size() < enough && !isSegmentListed(); scans++) {
            list();
        }
        pageNames = names.size();
        return names.isEmpty();
    }

    private void list() {
        if (listing == null) {
            listing = open(segments.get(segment), pageStart.cursor());
        }
        Ask scan = prefetched;
        if (scan == null) {
            scan = wire.add(listing.next());
            wire.flush();
        }
        prefetched = null;
        int db = segments.get(segment).db();
        for (byte[] name : listing.take(wire.granted(scan))) {
            if (wanted.wants(new Key(db, name))) {
                names.add(name);
            }
        }
    }

    private boolean isSegmentListed() {
        return listing != null && listing.hasEnded();
    }

    private Listing open(Segment of, long cursor) {
        wire.select(of.db());
        double keys = (double) wire.call(Ask.of(CommandType.DBSIZE)).number()
                / of.slice().slices();
        int most = settings.match() == null ? settings.batchRows() : Math.max(MATCHING_COUNT, settings.batchRows());
        return new Listing(of, cursor, settings.match(), keys, most);
    }

    private boolean isPageDelivered() {
        return names.isEmpty() && rows.isEmpty() && bigKeys.isEmpty();
    }

    /** Where reading goes on when the page is delivered. */
    private Position here() {
        Listing current = listing;
        if (current == null) {
            return pageStart;
        }
        if (!current.hasEnded()) {
            return new Position(segment, current.cursor());
        }
        listing = null;
        segment++;
        return new Position(
                segment,
                segment < segments.size() ? segments.get(segment).slice().start() : 0);
    }

    /** Between the page's beginning and its end, by how many of its names are still to be read. */
    private double progressNow() {
        Listing current = listing;
        double pageEnd = current == null ? pageBegan : current.done();
        double left = isPageDelivered() || pageNames == 0 ? 0 : (double) names.size() / pageNames;
        return Math.clamp((segment + pageEnd - (pageEnd - pageBegan) * left) / segments.size(), 0, 1);
    }

    @Override
    public void close() {
        wire.close();
    }
}

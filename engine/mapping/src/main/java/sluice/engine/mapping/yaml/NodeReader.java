package sluice.engine.mapping.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import sluice.protocol.MigrationException;

/** Reads a file into nodes. What is in it that is no plain YAML (aliases, tags, doubled keys) is a problem. */
public final class NodeReader {
    static final int BYTES_MAX = 4 << 20;
    private static final int DEPTH_MAX = 50;

    private final JsonParser parser;
    private final Problems problems;

    private NodeReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The file as text; a refusal where it cannot be read, is too big, or is not UTF-8. */
    public static String text(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw MigrationException.refused(
                        "cannot read " + file, "it is over " + (BYTES_MAX >> 20) + " MiB", "a plan is a short text");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw MigrationException.refused("cannot read " + file, "it is not UTF-8", "save it as UTF-8");
        } catch (NoSuchFileException e) {
            throw MigrationException.refused("cannot read " + file, "there is no such file", "");
        } catch (IOException e) {
            throw MigrationException.refused("cannot read " + file, String.valueOf(e.getMessage()), "");
        }
    }

    /** The root of a text, or null where it cannot be read: then the problems say why. */
    public static @Nullable Node read(String file, String text, Problems problems) {
        if (text.isBlank()) {
            problems.add(Place.START, "the file is empty: a plan has at least keyspaces");
            return null;
        }
        try (JsonParser parser = factoryFor(file).createParser(text)) {
            NodeReader reader = new NodeReader(parser, problems);
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.add(Place.START, "the file has nothing but comments: a plan has at least keyspaces");
                return null;
            }
            Node root = reader.node(first);
            if (parser.nextToken() != null) {
                problems.add(reader.place(), "a second document begins here: a plan is one");
            }
            return root;
        } catch (JsonProcessingException e) {
            problems.add(placeOf(e), whatIsWrong(e));
        } catch (IOException e) {
            problems.add(Place.START, "cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** JSON may be indented with tabs, which YAML does not take. */
    private static JsonFactory factoryFor(String file) {
        if (file.toLowerCase(Locale.ROOT).endsWith(".json")) {
            return new JsonFactory();
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(BYTES_MAX + 1);
        limits.setNestingDepthLimit(DEPTH_MAX);
        return YAMLFactory.builder()
                .loaderOptions(limits)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }

    private Node node(JsonToken token) throws IOException {
        Place place = place();
        refuseWhatPlansDoNotHave(place);
        return switch (token) {
            case START_OBJECT -> entries(place);
            case START_ARRAY -> items(place);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(place, Node.Form.TRUTH, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(place, Node.Form.NUMBER, parser.getText());
            case VALUE_NULL -> new Node.Scalar(place, Node.Form.NOTHING, "");
            default -> scalar(place);
        };
    }

    /** Nothing behind a colon comes as an empty text; one that was written has quotes, and so a width. */
    private Node scalar(Place place) throws IOException {
        String text = parser.getText();
        boolean nothing =
                text.isEmpty() && parser instanceof YAMLParser && place.equals(placeOf(parser.currentLocation()));
        return new Node.Scalar(place, nothing ? Node.Form.NOTHING : Node.Form.TEXT, text);
    }

    private Node items(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            items.add(node(next));
        }
        return new Node.Items(place, items);
    }

    private Node entries(Place place) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_OBJECT; next = parser.nextToken()) {
            Place at = place();
            String name = parser.currentName();
            Node.Entry entry = new Node.Entry(at, name, node(parser.nextToken()));
            Node.Entry earlier = entries.putIfAbsent(name, entry);
            if (earlier != null) {
                problems.add(
                        at,
                        "\"" + name + "\" stands here twice, first in line "
                                + earlier.place().line());
            }
        }
        return new Node.Entries(place, entries);
    }

    private void refuseWhatPlansDoNotHave(Place place) throws IOException {
        if (parser instanceof YAMLParser yaml) {
            if (yaml.isCurrentAlias()) {
                problems.add(
                        place, "an alias (*" + parser.getText() + "): plans have none, write out what it stands for");
            } else if (yaml.getTypeId() != null) {
                problems.add(place, "a tag (!" + yaml.getTypeId() + "): plans have none, quote what is to be text");
            }
        }
    }

    private Place place() {
        return placeOf(parser.currentTokenLocation());
    }

    private static Place placeOf(JsonLocation location) {
        return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static Place placeOf(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new Place(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
        }
        return e.getLocation() == null ? Place.START : placeOf(e.getLocation());
    }

    private static String whatIsWrong(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked) {
            return "this is no YAML: " + marked.getProblem() + "; write what has braces, brackets, @ or * in quotes";
        }
        if (e.getCause() instanceof ReaderException unreadable) {
            return "the character " + String.format("U+%04X", unreadable.getCodePoint()) + " cannot stand in a plan";
        }
        return "this cannot be read: "
                + e.getOriginalMessage().lines().findFirst().orElse("");
    }
}

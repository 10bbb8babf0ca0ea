package org.parcours.command.intake.locator;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Locates the value at a path. If it is absent, the range is the opening bracket of the deepest object or array on the
 * way to it: an object that lacks the field, an array that is too short.
 */
final class JsonFieldTextRangeLocator {

    private final JsonParser json;
    private Optional<TextRange> deepest = Optional.empty();
    private int depth = -1;

    private JsonFieldTextRangeLocator(JsonParser json) {
        this.json = json;
    }

    static Optional<TextRange> locate(String text, ElementPath path) {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            JsonFieldTextRangeLocator locator = new JsonFieldTextRangeLocator(json);
            json.nextToken();
            return locator.find(path.withoutType(), 0).or(() -> locator.deepest);
        } catch (JacksonException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Reads the current value to its end. */
    private Optional<TextRange> find(ElementPath path, int matched) {
        JsonToken token = json.currentToken();
        if (token == null) {
            return Optional.empty();
        }
        int start = (int) json.currentTokenLocation().getCharOffset();
        if (path.isEmpty()) {
            json.skipChildren();
            json.finishToken();
            return Optional.of(new TextRange(start, (int) json.currentLocation().getCharOffset()));
        }
        if (token.isStructStart() && matched > depth) {
            depth = matched;
            deepest = Optional.of(new TextRange(start, start + 1));
        }
        return switch (token) {
            case START_OBJECT -> findInObject(path, matched);
            case START_ARRAY -> findInArray(path, matched);
            default -> Optional.empty();
        };
    }

    private Optional<TextRange> findInObject(ElementPath path, int matched) {
        boolean descendants = path.beginsWithDescendants();
        ElementPath target = descendants ? path.rest() : path;
        Optional<TextRange> found = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (found.isEmpty() && target.beginsWithName(name)) {
                found = find(target.rest(), matched + 1);
            } else if (found.isEmpty() && descendants) {
                found = find(path, matched);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    private Optional<TextRange> findInArray(ElementPath path, int matched) {
        Optional<TextRange> found = Optional.empty();
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null; index++) {
            if (found.isEmpty() && path.beginsWithIndex(index)) {
                found = find(path.rest(), matched + 1);
            } else if (found.isEmpty() && (path.beginsWithDescendants() || !path.beginsWithIndex() && index == 0)) {
                found = find(path, matched);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }
}

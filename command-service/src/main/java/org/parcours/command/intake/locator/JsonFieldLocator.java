package org.parcours.command.intake.locator;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * The value at a path. Where it is not there, the beginning of the deepest that is: an object that lacks a field, a list
 * that is too short.
 */
final class JsonFieldLocator {

    private final JsonParser json;
    private Optional<TextRange> deepest = Optional.empty();
    private int depth = -1;

    private JsonFieldLocator(JsonParser json) {
        this.json = json;
    }

    static Optional<TextRange> of(String text, ElementPath path) {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            JsonFieldLocator places = new JsonFieldLocator(json);
            json.nextToken();
            return places.value(path.withoutType(), 0).or(() -> places.deepest);
        } catch (JacksonException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Reads the value that the parser is at, to its end. */
    private Optional<TextRange> value(ElementPath path, int steps) {
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
        if (token.isStructStart() && steps > depth) {
            depth = steps;
            deepest = Optional.of(new TextRange(start, start + 1));
        }
        return switch (token) {
            case START_OBJECT -> property(path, steps);
            case START_ARRAY -> element(path, steps);
            default -> Optional.empty();
        };
    }

    private Optional<TextRange> property(ElementPath path, int steps) {
        boolean below = path.first() instanceof ElementPath.Below;
        ElementPath wanted = below ? path.rest() : path;
        Optional<TextRange> found = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (found.isPresent()) {
                json.skipChildren();
            } else if (!wanted.isEmpty() && wanted.first() instanceof ElementPath.Name step && step.isOf(name)) {
                found = value(wanted.rest(), steps + 1);
            } else if (below) {
                found = value(path, steps);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    private Optional<TextRange> element(ElementPath path, int steps) {
        boolean below = path.first() instanceof ElementPath.Below;
        Optional<TextRange> found = Optional.empty();
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null; index++) {
            if (found.isEmpty() && path.first() instanceof ElementPath.Index(int wanted) && wanted == index) {
                found = value(path.rest(), steps + 1);
            } else if (found.isEmpty() && (below || path.first() instanceof ElementPath.Name && index == 0)) {
                found = value(path, steps);
            } else {
                json.skipChildren();
            }
        }
        return found;
    }
}

package org.parcours.command.intake.fhir.resource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.FhirType;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Why a text is no JSON, and where: the element, the line and the column. Of Jackson's own message only what cannot be a
 * person's data is used.
 */
final class JsonSyntaxRejection {

    private static final String DUPLICATE = "Duplicate Object property";
    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected character \\('([,:\\[\\]{}\"'/#]|\\w)' \\(code");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,64}");
    private static final int MAX_PATH = 200;
    private static final JsonFactory JSON = new JsonFactory();

    private JsonSyntaxRejection() {}

    static RejectionException of(JacksonException e, byte[] document) {
        String message = String.valueOf(e.getOriginalMessage());
        String path = path(e, document);
        if (e instanceof StreamConstraintsException) {
            String problem = message.startsWith("Number") ? "a number has too many digits" : "nested too deeply";
            return FhirRejectionCode.UNREADABLE.exceptionAt(shortened(path), problem + ", " + place(e));
        }
        if (message.startsWith(DUPLICATE)) {
            return FhirRejectionCode.DUPLICATE_NAME.exceptionAt(path, place(e));
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        String found = unexpected.find() ? ", unexpected " + unexpected.group(1) : "";
        return FhirRejectionCode.UNREADABLE.exceptionAt(path, "not JSON: " + place(e) + found);
    }

    /** Of what is nested too deeply the beginning says where. */
    private static String shortened(String path) {
        return path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "…" : path;
    }

    private static String place(JacksonException e) {
        return Optional.<TokenStreamLocation>ofNullable(e.getLocation())
                .or(() -> parser(e).map(JsonParser::currentLocation))
                .map(location -> "line " + location.getLineNr() + ", column " + location.getColumnNr())
                .orElse("at its end");
    }

    private static Optional<JsonParser> parser(JacksonException e) {
        return e.processor() instanceof JsonParser parser ? Optional.of(parser) : Optional.empty();
    }

    /** Where the parser was, as a FHIRPath: {@code Bundle.entry[3].resource.name[0].given}. */
    private static String path(JacksonException e, byte[] document) {
        Deque<TokenStreamContext> contexts = new ArrayDeque<>();
        Optional<TokenStreamContext> innermost = parser(e)
                .map(JsonParser::streamReadContext)
                .or(() -> e instanceof StreamConstraintsException ? beyondLimit(document) : Optional.empty());
        for (Optional<TokenStreamContext> context = innermost;
                context.isPresent();
                context = context.map(TokenStreamContext::getParent)) {
            contexts.push(context.get());
        }
        StringBuilder path = new StringBuilder(rootType(document));
        for (TokenStreamContext context : contexts) {
            String name = context.currentName();
            if (context.inArray()) {
                path.append('[').append(context.getCurrentIndex()).append(']');
            } else if (name != null && NAME.matcher(name).matches()) {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    /** Of a text that exceeds a limit, whose error does not say where: what is too deep or too long is found again. */
    private static Optional<TokenStreamContext> beyondLimit(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            TokenStreamContext context = parser.streamReadContext();
            int depth = 0;
            try {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    context = parser.streamReadContext();
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    boolean tooLong =
                            token.isNumeric() && parser.getStringLength() > ResourceTreeReader.MAX_NUMBER_LENGTH;
                    if (tooLong || depth > ResourceTreeReader.MAX_DEPTH) {
                        return Optional.of(context);
                    }
                }
            } catch (JacksonException _) {
                return Optional.of(context);
            }
            return Optional.empty();
        }
    }

    /** The type of the outermost resource, with which its paths begin; empty where it is not readable. */
    private static String rootType(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isType = parser.currentName().equals("resourceType");
                if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
                    return Optional.of(parser.getString())
                            .filter(type -> FhirType.resource(type).isPresent())
                            .orElse("");
                }
                parser.skipChildren();
            }
            return "";
        } catch (JacksonException | StackOverflowError e) {
            return "";
        }
    }
}

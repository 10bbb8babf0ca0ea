package org.parcours.command.feeds.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of {@code $validate}: the resource itself, or a Parameters with a parameter {@code resource} (R4,
 * operation-resource-validate). From JSON the text of the resource is taken as it is, so that its issues are those of the
 * resource sent by itself.
 */
final class ValidateParameters {

    private static final String RESOURCE = "resource";

    private static final JsonMapper JSON = new JsonMapper();

    private ValidateParameters() {}

    private record Found(boolean isParameters, Optional<String> resource) {}

    /** @return the resource to validate; the body where it is no Parameters, or cannot be read */
    static byte[] resourceOf(byte[] body) {
        if (FhirResourceCodec.detect(body) == FhirResourceCodec.XML) {
            return resourceOfXml(body);
        }
        Found found;
        try (JsonParser parser = JSON.createParser(new String(body, StandardCharsets.UTF_8))) {
            found = read(parser, new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException | StackOverflowError _) {
            return body;
        }
        if (!found.isParameters()) {
            return body;
        }
        return found.resource().orElseThrow(ValidateParameters::missing).getBytes(StandardCharsets.UTF_8);
    }

    private static Found read(JsonParser parser, String text) {
        boolean isParameters = false;
        Optional<String> resource = Optional.empty();
        parser.nextToken();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("resourceType")) {
                isParameters = parser.getString().equals("Parameters");
            } else if (name.equals("parameter") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    Optional<String> part = parameter(parser, text);
                    resource = resource.or(() -> part);
                }
            } else {
                parser.skipChildren();
            }
        }
        return new Found(isParameters, resource);
    }

    private static Optional<String> parameter(JsonParser parser, String text) {
        boolean isResource = false;
        Optional<String> resource = Optional.empty();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            if (name.equals("name")) {
                isResource = parser.getString().equals(RESOURCE);
            } else if (name.equals(RESOURCE) && value == JsonToken.START_OBJECT) {
                resource = Optional.of(
                        text.substring(start, (int) parser.currentLocation().getCharOffset()));
            }
        }
        return isResource ? resource : Optional.empty();
    }

    private static byte[] resourceOfXml(byte[] body) {
        try {
            if (FhirResourceCodec.XML.read(body, "Parameters") instanceof Parameters parameters) {
                return parameters.getParameter().stream()
                        .filter(parameter -> RESOURCE.equals(parameter.getName()) && parameter.getResource() != null)
                        .findFirst()
                        .map(parameter -> FhirResourceCodec.XML.write(parameter.getResource()))
                        .orElseThrow(ValidateParameters::missing);
            }
            return body;
        } catch (RejectionException _) {
            return body;
        }
    }

    private static RejectedRequestException missing() {
        return new RejectedRequestException(FhirResponse.rejected(
                400, FhirRejectionCode.MISSING_ELEMENT.at("Parameters.parameter.where(name = 'resource').resource")));
    }
}

package org.parcours.command.intake.fhir.resource;

import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the bytes of a resource as a tree, in JSON or XML. FHIR R4, 2.24.0: "property names SHALL be unique". Numbers keep
 * their digits: 1.10 is not 1.1.
 */
final class ResourceTreeReader {

    static final int MAX_DEPTH = 100;
    static final int MAX_NUMBER_LENGTH = 100;

    private final XmlTreeReader xml = new XmlTreeReader();
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** @throws RejectionException where the bytes are no JSON object, or no XML resource */
    JsonNode read(byte[] raw) {
        return FhirResourceCodec.detect(raw) == FhirResourceCodec.XML
                ? xml.read(MessageDecoder.decode(raw))
                : readJson(MessageDecoder.toUtf8(raw));
    }

    private JsonNode readJson(byte[] utf8) {
        JsonNode tree;
        try {
            tree = json.readTree(utf8);
        } catch (JacksonException e) {
            throw JsonSyntaxRejection.of(e, utf8);
        } catch (NumberFormatException | ArithmeticException e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "a number that is none");
        } catch (StackOverflowError e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "nested too deeply");
        }
        if (!tree.isObject()) {
            String found = tree.isMissingNode() ? "nothing" : tree.isArray() ? "an array" : "a value";
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", found + " found, a JSON object expected");
        }
        return tree;
    }
}

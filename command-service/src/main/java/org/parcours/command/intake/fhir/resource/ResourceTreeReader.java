package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the bytes of a resource as a tree. FHIR R4, 2.24.0: "property names SHALL be unique". Numbers keep their digits:
 * 1.10 is not 1.1.
 */
final class ResourceTreeReader {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"([A-Za-z_]{1,64})\"");

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
        byte[] document = FhirResourceCodec.detect(raw) == FhirResourceCodec.XML
                ? FhirResourceCodec.JSON.write(FhirResourceCodec.XML.read(raw, ""))
                : raw;
        try {
            return json.readTree(document);
        } catch (StreamConstraintsException e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "nested too deeply, or too long a number");
        } catch (JacksonException e) {
            Matcher duplicate = DUPLICATE.matcher(
                    Optional.ofNullable(e.getOriginalMessage()).orElse(""));
            throw duplicate.find()
                    ? FhirRejectionCode.DUPLICATE_NAME.exceptionAt("", "\"" + duplicate.group(1) + "\" at " + place(e))
                    : FhirRejectionCode.UNREADABLE.exceptionAt("", "not JSON: " + place(e));
        } catch (StackOverflowError e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "nested too deeply");
        }
    }

    private static String place(JacksonException e) {
        return "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }
}

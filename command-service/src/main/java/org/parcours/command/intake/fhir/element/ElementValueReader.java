package org.parcours.command.intake.fhir.element;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of elements as they were sent. */
final class ElementValueReader {

    /** Decimals with more digits than this are not numbers of a hospital; writing them out would fill the memory. */
    private static final int MAX_DIGITS = 100;

    private ElementValueReader() {}

    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null
                || value.isMissingNode()
                || value.isNull()
                || value.isContainer() && value.isEmpty()
                || value.isString() && value.asString("").isBlank();
    }

    static String textOf(JsonNode value) {
        if (!value.isBigDecimal()) {
            return value.asString("");
        }
        BigDecimal number = value.decimalValue();
        return Math.abs((long) number.scale()) + number.precision() > MAX_DIGITS
                ? number.toString()
                : number.toPlainString();
    }
}

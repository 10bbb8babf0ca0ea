package org.parcours.command.intake.cloudevents;

import java.math.BigDecimal;
import java.util.function.IntPredicate;
import org.parcours.command.intake.InvisibleCharacters;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rejects an event with a text or a number that no store keeps as it is: control characters, halves of characters, numbers
 * of absurd size. It holds for every field, also for those that are not used: the whole event is kept.
 */
final class UnstorableValueCheck {

    /** Of a number, before and after the decimal point; a laboratory value has fewer than ten. */
    private static final int MAX_DIGITS = 100;

    private UnstorableValueCheck() {}

    /** @throws RejectionException naming the path of the first such value */
    static void check(ObjectNode event) {
        event.properties().forEach(field -> {
            String name = field.getKey();
            checkName("", name);
            boolean data = name.equals("data");
            check(field.getValue(), FieldPath.child("", name), data ? Characters::isText : Characters::isPlain);
        });
    }

    private static void check(JsonNode value, String path, IntPredicate allowed) {
        if (value.isObject()) {
            value.properties().forEach(field -> {
                checkName(path, field.getKey());
                check(field.getValue(), FieldPath.child(path, field.getKey()), allowed);
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), FieldPath.item(path, i), allowed);
            }
        } else if (value.isString()) {
            Characters.problem(value.asString(), allowed).ifPresent(problem -> {
                throw CloudEventRejectionCode.INVALID_TEXT.exceptionAt(path, problem);
            });
        } else if (value.isNumber()) {
            checkNumber(value, path);
        }
    }

    /** The name of a field is shown as a label: nothing in it may change the direction of writing. */
    private static void checkName(String parent, String name) {
        Characters.problem(name, Characters::isPlain).ifPresent(problem -> {
            throw CloudEventRejectionCode.INVALID_TEXT.exceptionAt(FieldPath.child(parent, name), "name: " + problem);
        });
        if (!InvisibleCharacters.withoutControls(name).equals(name)) {
            throw CloudEventRejectionCode.INVALID_TEXT.exceptionAt(
                    FieldPath.child(parent, name), "the name has a character that is not seen");
        }
    }

    /** Without converting the number: {@code 1e999999999} has a billion digits. */
    private static void checkNumber(JsonNode value, String path) {
        if (value.isBigDecimal() || value.isBigInteger()) {
            BigDecimal number = value.decimalValue();
            long digits = Math.max(number.precision(), Math.abs((long) number.precision() - number.scale()));
            if (Math.max(digits, Math.abs((long) number.scale())) > MAX_DIGITS) {
                throw CloudEventRejectionCode.NUMBER_TOO_LONG.exceptionAt(
                        path, "more than " + MAX_DIGITS + " digits found");
            }
        }
    }
}

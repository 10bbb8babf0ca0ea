package org.parcours.command.intake.hl7.mapping;

import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;

/** The unit of a value (OBX-6) as a person reads it: its UCUM code, else its text, never the number of a code. */
final class Hl7ObservationUnit {

    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

    /** A power of ten whose {@code ^} the sender has not escaped: {@code 10^9/L}. */
    private static final Pattern POWER_OF_TEN = Pattern.compile("(?:.*[^\\d])?10\\^[-+]?\\d{1,2}(?:\\s*[/ .*].*)?");

    private Hl7ObservationUnit() {}

    static Optional<String> of(Hl7FieldRepetition field) {
        String whole = field.strippedText();
        if (POWER_OF_TEN.matcher(whole).matches()) {
            return Optional.of(whole);
        }
        String code = field.text(1);
        String text = field.text(2);
        boolean ucum = isUcum(field.text(3));
        if (!ucum && isUcum(field.text(6)) && !field.text(4).isEmpty()) {
            return field.value(4);
        }
        boolean bareNumber = NUMBER.matcher(code).matches();
        if (!text.isEmpty()
                && !ucum
                && (code.isEmpty() || bareNumber || !field.text(3).isEmpty())) {
            return Optional.of(text);
        }
        return field.value(1).or(() -> field.value(5)).or(() -> field.value(4)).or(() -> field.value(9));
    }

    private static boolean isUcum(String system) {
        return system.equalsIgnoreCase("UCUM")
                || system.equals("http://unitsofmeasure.org")
                || system.equals("2.16.840.1.113883.6.8");
    }
}

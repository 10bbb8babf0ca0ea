package org.parcours.command.intake.fhir.mapping.datatype;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.spaced;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.withRemarks;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;

/** Where a person or place is, and is reached, as text. */
public final class ContactText {

    private ContactText() {}

    /** Street, district, postal code and city, state, country; without a street, the address's own text. */
    public static Optional<String> address(FhirElement address) {
        List<String> lines = address.texts("line");
        Optional<String> text = lines.isEmpty() ? address.text("text") : Optional.empty();
        if (text.isPresent()) {
            return text;
        }
        Optional<String> city =
                spaced(Stream.concat(address.text("postalCode").stream(), address.text("city").stream()));
        return joined(Stream.of(
                        lines.stream(),
                        address.text("district").stream(),
                        city.stream(),
                        address.text("state").stream(),
                        address.text("country").stream())
                .flatMap(Function.identity()));
    }

    /** The number or address; its kind where it is neither a telephone nor recognisable. */
    public static Optional<String> telecom(FhirElement telecom) {
        Optional<String> kind = telecom.text("system")
                .filter(system -> system.equals("fax") || system.equals("pager") || system.equals("sms"));
        return telecom.text("value").flatMap(value -> withRemarks(Optional.of(value), Stream.of(kind)));
    }
}

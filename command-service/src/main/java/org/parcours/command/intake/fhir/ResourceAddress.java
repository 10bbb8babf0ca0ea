package org.parcours.command.intake.fhir;

import java.util.Optional;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.ResourceEntry;

/**
 * Of the resource that was sent, to be compared with the URL of its request.
 *
 * @param type {@code Bundle} for every Bundle
 */
record ResourceAddress(String type, Optional<String> id) {

    static ResourceAddress of(ParsedFhirMessage parsed) {
        if (parsed.message().kind() != Kind.SINGLE) {
            return new ResourceAddress("Bundle", Optional.empty());
        }
        ResourceEntry only = parsed.entries().getFirst().entry();
        return new ResourceAddress(only.path(), only.resource().flatMap(resource -> resource.text("id")));
    }

    /** @param expected a type, or a type and an id */
    boolean matches(String expected) {
        return expected.equals(type)
                || id.filter(own -> expected.equals(type + "/" + own)).isPresent();
    }

    String pathOfMismatch(String expected) {
        return expected.startsWith(type + "/") ? type + ".id" : type;
    }

    @Override
    public String toString() {
        return id.map(own -> type + "/" + own).orElse(type + " without an id");
    }
}

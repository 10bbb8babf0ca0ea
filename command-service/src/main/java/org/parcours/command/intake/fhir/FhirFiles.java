package org.parcours.command.intake.fhir;

import java.util.Optional;
import org.parcours.command.intake.Format;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.fhir.resource.FhirFormat;
import org.parcours.command.intake.fhir.resource.FhirRefusals;

/**
 * Resources and Bundles that nobody waits for an answer to: each is recorded whole, or wholly kept in quarantine with the
 * first reason.
 *
 * @param source who sent them, where they do not say so
 */
public record FhirFiles(FhirUnderstanding understanding, Optional<String> source) implements Format {

    @Override
    public String contentType(byte[] message) {
        return FhirFormat.of(message).mediaType();
    }

    @Override
    public Understanding understand(byte[] message) {
        return understanding.understand(message, source);
    }

    @Override
    public Sender sender(byte[] message) {
        return FhirUnderstanding.sender(source);
    }

    @Override
    public Refusal failed() {
        return FhirRefusals.INTERNAL.at("");
    }
}

package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.message.Rejection;

/**
 * One resource that was sent, alone or in a Bundle.
 *
 * @param index its place in the Bundle
 * @param path its FHIRPath: {@code Bundle.entry[3].resource}, or {@code Patient}
 * @param content the resource, or why there is none
 * @param fullUrl where it says that it is
 * @param bytes its own bytes
 */
public record ResourceEntry(int index, String path, Content content, Optional<String> fullUrl, byte[] bytes) {

    public sealed interface Content {}

    public record ReadableContent(Resource resource) implements Content {}

    public record UnreadableContent(Rejection rejection) implements Content {}

    public Optional<Resource> resource() {
        return content instanceof ReadableContent(Resource resource) ? Optional.of(resource) : Optional.empty();
    }
}

package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.message.Rejection;

/**
 * One resource of a message: the only one, or an entry of a Bundle.
 *
 * @param index its position in the Bundle, from 0
 * @param path its FHIRPath: {@code Bundle.entry[3].resource} or {@code Patient}
 * @param request what the sender asks to do with it
 * @param source supplies the bytes of this resource alone; none where the entry has no resource
 */
public record ResourceEntry(
        int index,
        String path,
        Content content,
        Optional<String> fullUrl,
        EntryRequest request,
        Supplier<byte[]> source) {

    public sealed interface Content {}

    public record ReadableContent(FhirElement resource) implements Content {}

    public record UnreadableContent(Rejection rejection) implements Content {}

    /** Of this resource alone; empty where the entry has none. */
    public byte[] bytes() {
        return source.get();
    }

    public Optional<FhirElement> resource() {
        return content instanceof ReadableContent(FhirElement resource) ? Optional.of(resource) : Optional.empty();
    }

    /** Empty also where the resource is of another type. */
    public Optional<FhirElement> resource(String type) {
        return resource().filter(resource -> resource.isType(type));
    }
}

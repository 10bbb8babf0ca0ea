package org.parcours.command.intake.fhir;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirFormat;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;

/** A FHIR resource or Bundle. */
public final class ReceivedFhirMessage implements ReceivedMessage {

    private final FhirMessageParser parser;
    private final byte[] bytes;
    private final Optional<String> source;
    private final Optional<String> address;
    private final boolean recordsValidEntries;
    private Optional<BundleResult> result = Optional.empty();

    /**
     * @param address the type, or the type and id, that the resource must have
     * @param recordsValidEntries whether the valid entries of a batch or collection are recorded although others are not
     */
    ReceivedFhirMessage(
            FhirMessageParser parser,
            byte[] bytes,
            Optional<String> source,
            Optional<String> address,
            boolean recordsValidEntries) {
        this.parser = parser;
        this.bytes = bytes;
        this.source = source;
        this.address = address;
        this.recordsValidEntries = recordsValidEntries;
    }

    /** Each entry's mapping, once the message is parsed; empty where no resource could be read. */
    public Optional<BundleResult> result() {
        return result;
    }

    /** Where the message itself says who sent it, that is known once it is parsed. */
    @Override
    public Sender sender() {
        return result.map(BundleResult::sender).orElseGet(() -> FhirMessageParser.sender(source));
    }

    @Override
    public Optional<String> messageId() {
        return result.map(BundleResult::messageId);
    }

    @Override
    public String contentType() {
        return FhirFormat.of(bytes).mediaType();
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public ParseResult parse() {
        BundleResult read;
        try {
            read = parser.read(bytes, source);
            requireAddress(read);
        } catch (RejectionException e) {
            return e.rejection();
        }
        result = Optional.of(read);
        List<Rejection> rejections = read.rejections();
        boolean partly = recordsValidEntries && read.message().kind().eachByItself();
        if (!rejections.isEmpty() && !partly) {
            return rejections.getFirst();
        }
        return read.facts().isEmpty() && rejections.isEmpty()
                ? FhirRejections.notTracked(
                        read.entries().isEmpty()
                                ? "Bundle.entry"
                                : read.entries().getFirst().entry().at())
                : read.parsed();
    }

    private void requireAddress(BundleResult read) {
        if (address.filter(named -> !isAt(read, named)).isPresent()) {
            throw new RejectionException(FhirRejections.WRONG_PLACE.at(
                    read.entries().isEmpty()
                            ? "Bundle"
                            : read.entries().getFirst().entry().at()));
        }
    }

    private static boolean isAt(BundleResult read, String address) {
        if (read.message().kind() != Kind.SINGLE) {
            return false;
        }
        Entry only = read.entries().getFirst().entry();
        String id = only.resource()
                .map(resource -> resource.getIdElement().getIdPart())
                .orElse("");
        return address.equals(only.at()) || address.equals(only.at() + "/" + id);
    }

    @Override
    public String storeRaw() {
        return parser.storeRaw(bytes);
    }

    @Override
    public int maxFactsPerCommit() {
        return parser.factsPerCommit();
    }

    @Override
    public Rejection internalError() {
        return FhirRejections.INTERNAL.at("");
    }
}

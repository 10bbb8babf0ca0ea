package org.parcours.command.intake;

/** A form in which messages come, whatever brings them: a topic, a file. */
public interface Format {

    /** Under which the bytes of a message are kept in quarantine. */
    String contentType(byte[] message);

    /** From the bytes of one message to what it reports. */
    Understanding understand(byte[] message);

    /**
     * The report, naming its message's bytes in the document store where they say more than its facts.
     *
     * @throws org.parcours.command.store.StoreUnavailable
     */
    default Report kept(Report report, byte[] message) {
        return report;
    }

    /** Who sent it, as far as that can be read. */
    Sender sender(byte[] message);

    /** Why a message is refused on which Parcours itself failed. */
    Refusal failed();
}

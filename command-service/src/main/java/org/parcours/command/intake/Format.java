package org.parcours.command.intake;

/** A form in which messages come, whatever brings them: a topic, a file. */
public interface Format {

    /** Under which its bytes are kept in quarantine. */
    String contentType();

    /** From the bytes of one message to what it reports. */
    Understanding understand(byte[] message);

    /** Who sent it, as far as that can be read. */
    Sender sender(byte[] message);

    /** Why a message is refused on which Parcours itself failed. */
    Refusal failed();
}

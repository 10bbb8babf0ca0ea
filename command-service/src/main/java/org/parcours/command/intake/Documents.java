package org.parcours.command.intake;

import java.util.Optional;
import org.parcours.events.DocumentRef;

/** The document store (rule 7): bytes live there, events name them. */
public interface Documents {

    /** Keeps the bytes, durably before it returns. The same bytes twice are kept once. */
    DocumentRef keep(String mediaType, byte[] bytes, Optional<String> title);
}

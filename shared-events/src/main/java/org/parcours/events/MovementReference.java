package org.parcours.events;

import java.util.Optional;

/**
 * The sender's identification of a movement (IHE PAM, segment ZBE).
 *
 * @param id ZBE-1. Alone it identifies nothing: real feeds send a movement again with another date
 * @param nature ZBE-9 in PAM France: S, H, M, L, D, SM, SH, MH, LD, HMS, C, …
 * @param historic ZBE-5 = Y: the movement is not the latest one of its stay
 */
public record MovementReference(Identifier id, Optional<String> nature, boolean historic) {}

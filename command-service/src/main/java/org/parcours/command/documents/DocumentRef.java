package org.parcours.command.documents;

import org.parcours.command.log.Hash;

/** What an event says of a document. */
public record DocumentRef(Hash hash, String mediaType, long size) {}

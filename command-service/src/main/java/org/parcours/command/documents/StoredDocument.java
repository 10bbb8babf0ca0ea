package org.parcours.command.documents;

/** @param bytes not to be changed by the caller */
public record StoredDocument(String mediaType, byte[] bytes) {}

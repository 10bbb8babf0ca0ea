/**
 * The event log in MongoDB: a commit is a document, its sequence the {@code _id}, and the insert the conflict check.
 * There are no multi-document transactions. {@code MongoCommitStore} has the rules that make it correct.
 */
@NullMarked
package org.parcours.command.eventlog.mongo;

import org.jspecify.annotations.NullMarked;

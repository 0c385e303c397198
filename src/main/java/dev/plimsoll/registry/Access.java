package dev.plimsoll.registry;

import dev.plimsoll.image.Credential;
import java.util.Optional;

/**
 * A repository, as somebody may see it.
 *
 * @param scope whose answer it is what is learnt so
 * @param own the credential of who asks; empty for what anybody may see, by what the operator has configured or by none
 */
record Access(Scope scope, Optional<Credential> own) {

    Access(Repository repository, Optional<Credential> own) {
        this(new Scope(repository, own.map(Credential::fingerprint)), own);
    }

    /** With none of one's own. */
    static Access ofAnybody(Repository repository) {
        return new Access(repository, Optional.empty());
    }

    Repository repository() {
        return scope.repository();
    }

    /** The same without the credential, to be remembered. */
    record Scope(Repository repository, Optional<Credential.Fingerprint> holder) {}
}

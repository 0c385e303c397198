package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialTest {

    @Test
    void those_that_hold_the_same_are_equal_and_so_are_their_fingerprints() {
        Credential one = Credential.of("alice", "s3cret");
        assertThat(one).isEqualTo(Credential.of("alice", "s3cret")).hasSameHashCodeAs(Credential.of("alice", "s3cret"));
        assertThat(one.fingerprint()).isEqualTo(Credential.of("alice", "s3cret").fingerprint());
        assertThat(one).isNotEqualTo(Credential.of("alice", "other")).isNotEqualTo(Credential.of("bob", "s3cret"));
        assertThat(one.fingerprint())
                .isNotEqualTo(Credential.of("alice", "other").fingerprint());
    }

    @Test
    void where_the_user_ends_makes_a_difference() {
        assertThat(Credential.of("ab", "c").fingerprint())
                .isNotEqualTo(Credential.of("a", "bc").fingerprint());
    }

    @Test
    void an_identity_token_is_one_whoever_says_so() {
        assertThat(Credential.ofIdentityToken("t").isIdentityToken()).isTrue();
        assertThat(Credential.of("<token>", "t")).isEqualTo(Credential.ofIdentityToken("t"));
        assertThat(Credential.of("alice", "t").isIdentityToken()).isFalse();
    }

    @Test
    void nothing_of_it_is_in_its_text() {
        Credential credential = Credential.of("alice", "s3cret");
        assertThat(credential + " " + credential.fingerprint())
                .doesNotContain("alice")
                .doesNotContain("s3cret");
    }
}

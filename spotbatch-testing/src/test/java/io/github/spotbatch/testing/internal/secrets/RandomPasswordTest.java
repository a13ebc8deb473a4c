package io.github.spotbatch.testing.internal.secrets;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;

class RandomPasswordTest {

  private final SecretsManagerClient secrets = new Neighbours().secrets();

  @Test
  void password_unasked_hasAllTypesButSpaceAndThirtyTwoCharacters() {
    assertThat(password(it -> {}))
        .hasSize(32)
        .containsPattern("[a-z]")
        .containsPattern("[A-Z]")
        .containsPattern("[0-9]")
        .containsPattern("\\p{Punct}")
        .doesNotContain(" ");
  }

  @Test
  void password_ofOneSeed_isTheSame() {
    String first = new Neighbours().secrets().getRandomPassword().randomPassword();

    assertThat(password(it -> {})).isEqualTo(first);
    assertThat(password(it -> {})).isNotEqualTo(first);
  }

  /** The recipe's own call. */
  @Test
  @Rule("REC-34")
  void password_withoutPunctuationAndUppercase_isLowercaseAndNumbers() {
    assertThat(
            password(
                it ->
                    it.excludePunctuation(true)
                        .excludeUppercase(true)
                        .requireEachIncludedType(true)
                        .passwordLength(6L)))
        .matches("[a-z0-9]{6}")
        .containsPattern("[a-z]")
        .containsPattern("[0-9]");
  }

  @Test
  void password_exclusions_areLeftOut() {
    assertThat(password(it -> it.passwordLength(4096L).excludeNumbers(true).excludeLowercase(true)))
        .hasSize(4096)
        .doesNotContainPattern("[0-9a-z]")
        .contains("A", "Z", "!", "~");
    assertThat(password(it -> it.passwordLength(4096L).excludeCharacters("abc\"'")))
        .doesNotContainPattern("[abc\"']")
        .contains("d");
  }

  @RepeatedTest(5)
  void password_eachTypeRequired_hasASpaceWhenSpaceIsIncluded() {
    assertThat(password(it -> it.includeSpace(true).passwordLength(5L))).contains(" ");
  }

  @Test
  void password_typesNotRequired_mayBeAsShortAsOne() {
    assertThat(password(it -> it.requireEachIncludedType(false).passwordLength(1L))).hasSize(1);
  }

  @Test
  void password_tooShortForItsTypes_isRefused() {
    assertRefused(
        () -> password(it -> it.passwordLength(3L)),
        "InvalidParameterException",
        400,
        "Password length 3 is too short based on the required types.");
    assertThat(password(it -> it.passwordLength(4L))).hasSize(4);
  }

  @Test
  void password_lengthOutOfBounds_isRefused() {
    assertRefused(
        () -> password(it -> it.passwordLength(0L)),
        "ValidationException",
        400,
        "1 validation error detected: Value '0' at 'passwordLength' failed to satisfy constraint:"
            + " Member must have value greater than or equal to 1");
    assertRefused(
        () -> password(it -> it.passwordLength(4097L)),
        "ValidationException",
        400,
        "1 validation error detected: Value '4097' at 'passwordLength' failed to satisfy"
            + " constraint: Member must have value less than or equal to 4096");
    assertThatThrownBy(() -> password(it -> it.excludeCharacters("a".repeat(4097))))
        .hasMessageContaining("at 'excludeCharacters' failed");
  }

  @Test
  void password_nothingLeft_isRefused() {
    assertThatThrownBy(
            () ->
                password(
                    it ->
                        it.excludeLowercase(true)
                            .excludeUppercase(true)
                            .excludePunctuation(true)
                            .excludeCharacters("0123456789")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void otherOperations_areNamed() {
    assertThatThrownBy(() -> secrets.getSecretValue(it -> it.secretId("x")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("secretsmanager")
        .hasMessageContaining("GetSecretValue");
  }

  private String password(Consumer<GetRandomPasswordRequest.Builder> request) {
    return secrets.getRandomPassword(request).randomPassword();
  }
}

package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.batch.model.ClientException;

/**
 * One way to break a request, and what Batch says to that.
 *
 * @param <B> the builder of the request
 */
record Refusal<B>(String text, boolean wrapped, Consumer<B> change) {

  /** Said as it is. */
  static <B> Refusal<B> bare(String text, Consumer<B> change) {
    return new Refusal<>(text, false, change);
  }

  /** Said inside {@code Error executing request, Exception : ..., RequestId: ...}. */
  static <B> Refusal<B> wrapped(String text, Consumer<B> change) {
    return new Refusal<>(text, true, change);
  }

  void check(ThrowingCallable call) {
    String message = messageOf(call);
    if (wrapped) {
      assertThat(message)
          .matches(
              Pattern.quote("Error executing request, Exception : " + text + ", RequestId: ")
                  + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    } else {
      assertThat(message).isEqualTo(text);
    }
  }

  /** What AWS would send, without what the SDK adds. */
  static String messageOf(ThrowingCallable call) {
    ClientException refusal = catchThrowableOfType(ClientException.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ClientException");
    return refusal.awsErrorDetails().errorMessage();
  }

  @Override
  public String toString() {
    return text;
  }
}

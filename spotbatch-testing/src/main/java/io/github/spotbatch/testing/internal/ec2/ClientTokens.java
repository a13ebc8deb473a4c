package io.github.spotbatch.testing.internal.ec2;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Ec2Response;

/** Requests that bear a token are carried out once, however often they are sent. */
final class ClientTokens {

  private final Map<String, Answer> answers = new HashMap<>();

  private record Answer(Ec2Request request, Ec2Response response) {}

  /** What the request was answered the first time, or the answer of the work. */
  @SuppressWarnings("unchecked") // the same request has the same type of response
  <T extends Ec2Response> T once(@Nullable String token, Ec2Request request, Supplier<T> work) {
    Answer earlier = token == null ? null : answers.get(token);
    if (earlier == null) {
      T response = work.get();
      if (token != null) {
        answers.put(token, new Answer(request, response));
      }
      return response;
    }
    if (!request.equalsBySdkFields(earlier.request())) {
      // The text is not known.
      throw Ec2Faults.of(
          "IdempotentParameterMismatch",
          "The client token " + token + " was already used in a request with different parameters");
    }
    return (T) earlier.response();
  }
}

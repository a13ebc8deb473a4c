package io.github.spotbatch.internal.image;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What a registry answered. */
@SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
record RegistryAnswer(URI uri, int status, HttpHeaders headers, byte[] body) {

  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final int LONGEST = 300;

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** How the registry wants to be logged in to: {@code Basic}, {@code Bearer}, or empty. */
  Optional<String> scheme() {
    return header("WWW-Authenticate").map(challenge -> challenge.split(" ", 2)[0]);
  }

  /** A parameter of the challenge, such as the realm. */
  Optional<String> challenge(String name) {
    Matcher parameters = PARAMETER.matcher(header("WWW-Authenticate").orElse(""));
    return parameters
        .results()
        .filter(found -> found.group(1).equals(name))
        .map(found -> found.group(2))
        .findFirst();
  }

  /**
   * What was answered, as JSON.
   *
   * @throws RegistryException if it is none, as where something else answers for the registry
   */
  JsonNode json() {
    try {
      return JsonNode.parser().parse(new String(body, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      throw new RegistryException(
          "%s does not answer as a registry does: is there a proxy that wants a login?"
              .formatted(uri),
          status,
          false,
          e);
    }
  }

  /** What the registry says of the failure, in its words. */
  String reason() {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      List<JsonNode> errors = json().field("errors").map(JsonNode::asArray).orElse(List.of());
      String messages =
          errors.stream()
              .map(error -> error.field("message").map(JsonNode::text).orElse(""))
              .filter(message -> !message.isBlank())
              .collect(Collectors.joining("; "));
      text = messages.isBlank() ? text : messages;
    } catch (RuntimeException e) {
      // Not the form that registries have agreed on: as it is, then.
      text = text.replaceAll("\\s+", " ");
    }
    String shortened = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return status + (shortened.isEmpty() ? "" : ", " + shortened);
  }
}

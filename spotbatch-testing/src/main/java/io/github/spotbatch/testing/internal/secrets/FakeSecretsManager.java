package io.github.spotbatch.testing.internal.secrets;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** The part of AWS Secrets Manager that needs no secret. */
public final class FakeSecretsManager {

  private static final String LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPERCASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NUMBERS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final String SPACE = " ";
  private static final int USUAL_LENGTH = 32;
  private static final int MAX_LENGTH = 4096;

  private final Random random;

  public FakeSecretsManager(Scope scope) {
    this.random = scope.world().random();
  }

  public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
    int length = length(request.passwordLength());
    List<String> types = types(request);
    boolean eachType = !Boolean.FALSE.equals(request.requireEachIncludedType());
    if (eachType && length < types.size()) {
      throw invalid("Password length " + length + " is too short based on the required types.");
    }
    List<Character> password = new ArrayList<>();
    if (eachType) {
      types.forEach(type -> password.add(oneOf(type)));
    }
    String all = String.join("", types);
    while (password.size() < length) {
      password.add(oneOf(all));
    }
    Collections.shuffle(password, random);
    StringBuilder text = new StringBuilder(length);
    password.forEach(text::append);
    return GetRandomPasswordResponse.builder().randomPassword(text.toString()).build();
  }

  private static int length(@Nullable Long length) {
    if (length == null) {
      return USUAL_LENGTH;
    }
    refuse(Constraint.range("passwordLength", length, 1, MAX_LENGTH));
    return length.intValue();
  }

  /** The characters of each type that is left. */
  private static List<String> types(GetRandomPasswordRequest request) {
    String excluded = request.excludeCharacters() == null ? "" : request.excludeCharacters();
    if (excluded.length() > MAX_LENGTH) {
      refuse(
          Constraint.broken(
              "'" + excluded + "'",
              "excludeCharacters",
              "Member must have length less than or equal to " + MAX_LENGTH));
    }
    List<String> types = new ArrayList<>();
    add(types, LOWERCASE, !Boolean.TRUE.equals(request.excludeLowercase()), excluded);
    add(types, UPPERCASE, !Boolean.TRUE.equals(request.excludeUppercase()), excluded);
    add(types, NUMBERS, !Boolean.TRUE.equals(request.excludeNumbers()), excluded);
    add(types, PUNCTUATION, !Boolean.TRUE.equals(request.excludePunctuation()), excluded);
    add(types, SPACE, Boolean.TRUE.equals(request.includeSpace()), excluded);
    if (types.isEmpty()) {
      // The text is not known.
      throw invalid("No characters are left to make a password of.");
    }
    return types;
  }

  private static void add(
      List<String> types, String characters, boolean included, String excluded) {
    StringBuilder left = new StringBuilder();
    characters
        .chars()
        .filter(c -> included && excluded.indexOf(c) < 0)
        .forEach(c -> left.append((char) c));
    if (!left.isEmpty()) {
      types.add(left.toString());
    }
  }

  private char oneOf(String characters) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private static AwsServiceException invalid(String message) {
    return Faults.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }

  private static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw Faults.of(SecretsManagerException.builder(), "ValidationException", 400, problem.get());
    }
  }
}

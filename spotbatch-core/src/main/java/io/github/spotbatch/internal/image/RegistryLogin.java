package io.github.spotbatch.internal.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A name and a password for a registry. Nothing shows the password but the header it goes into. */
public final class RegistryLogin {

  private final String user;
  private final String password;

  public RegistryLogin(String user, String password) {
    this.user = user;
    this.password = password;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  String header() {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  @Override
  public String toString() {
    return user + " with a password";
  }
}

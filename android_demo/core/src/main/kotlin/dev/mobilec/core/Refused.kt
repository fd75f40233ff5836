package dev.mobilec.core

/** What a person must be told: what was asked, what is true, and what to do. */
public class Refused(message: String, cause: Throwable? = null) : Exception(message, cause)

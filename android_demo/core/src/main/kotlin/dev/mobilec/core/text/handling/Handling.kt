package dev.mobilec.core.text.handling

/**
 * What is done to a text before a translator sees it. [asIs]: every piece goes to the model as it
 * stands; without, what is no text is handed through and letters are folded. [joinLines]: lines that
 * were wrapped are one.
 */
public data class Handling(val asIs: Boolean = false, val joinLines: Boolean = false)
